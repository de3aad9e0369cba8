"""Translate the words of a request: which they are, what a translation must keep, and the file for a translator.

Pure. `pieces` takes the free words of a request apart and puts their translations in; `keeping` finds what a
translation lost; `xliff` writes and reads the file in which words travel to a translator and back. All else of a letter
(headings, choices, dates, offences, standard clauses) exists in both languages and is translated by nobody.
"""
