"""The checks on consumers, one for each rule."""
