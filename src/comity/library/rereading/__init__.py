"""Documents that an older reader read are read again from their kept files.

Start in `actions.reread`. Every piece keeps its address (`addresses`), and what persons decided is carried over
(`decisions`); where it does not fit what is read now, a person decides again.
"""
