"""The demo: two nodes of two invented States, a cast of officers, and the whole journey played."""
