"""Encryption, signatures, packages, receipts, key rings: all that makes an item trustworthy. No Django.

Words: an *item* is a signed object (DSSE); an *envelope* routes a sealed package; a *receipt* witnesses an event; a
*chain* numbers what a node signs for a peer; a *key file* says who a node is; the *ring* holds the key files pinned.
Start reading at `dsse`, then `keyfile`, `envelope`, `receipt`, `chain`; `age` and `package` for what is sealed inside.
"""

from comity.seal.offline import leave_out_clients

leave_out_clients()  # before anything imports pyHanko
