"""The kit's own reading of the law, made from answers only."""
