"""Documents of the library on their way out: as Akoma Ntoso, and many of them in one archive."""
