"""`sf1472 generate`: citizens in bulk, and the formats they are written in."""
