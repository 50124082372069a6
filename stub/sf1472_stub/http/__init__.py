"""HTTP: what comes in as bytes, and how an answer leaves, whole or not."""
