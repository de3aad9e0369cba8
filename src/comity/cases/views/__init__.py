"""Pages of casework, one module for each family; each view parses, calls an action, and redirects or draws."""
