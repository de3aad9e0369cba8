"""Documents that an older reader read are read again from their kept files.

Start in `actions.reread`. What persons decided is carried over (`decisions`), and every piece keeps its address
(`addresses`); a document of which that cannot be done safely is left as it is.
"""
