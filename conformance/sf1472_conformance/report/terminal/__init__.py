"""What the kit shows in the terminal, one file for each thing that it prints."""
