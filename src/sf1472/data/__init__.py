"""Reading data files: TOML, YAML and CSV, the shipped ones under a vendor's own."""
