"""Running checks under pytest, and sending what they sent again."""
