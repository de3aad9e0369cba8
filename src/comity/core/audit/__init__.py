"""The audit log: append-only, every entry a leaf of a Merkle tree (RFC 6962), heads signed by the node.

Start reading at `log.record`; `verify.verify_log` names the first entry that is not what it was.
"""
