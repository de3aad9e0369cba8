"""Digests of cases of cooperation: what was asked on what basis, what became of it, what is to be learned.

A digest is written, read by a second person and published; only then is it a document of the library, found and cited
like any other. Names of persons do not belong in it: the page asks for that, and the second person looks.
"""
