"""The addresses of the library in the table of `access_table`, read as its lines are."""

from __future__ import annotations

LIBRARY = """
# name                        how  case          D   R   H   G   C   T   E   S   A   K out  no

# The library: every officer reads it; its keepers load documents and decide what was not understood
library:home                  GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:export-kind           GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:export-search         GET  -           404 404 404 404 404 404 404 404 404 404 404  in
library:searches              GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:search-save           POST -            go  go  go  go  go  go  go  go  go  go  go 401
library:search-act            POST -           404 404 404 404 404 404 404 404 404 404 404 401
library:mirror                GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:search                GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:work                  GET  -            go  go  go  go  go  go  go  go  go  go  go  in
library:by-symbol             GET  -            go  go  go  go  go  go  go  go  go  go  go  in
library:document              GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:original              GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:akoma-ntoso           GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:compare               GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:figures               GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:figures-export        GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:load                  GET  -           403 403 200 200 403 403 403 403 403 200 403  in
library:review                GET  -           403 403 200 200 403 403 403 403 403 200 403  in
library:unresolved            GET  -           403 403 200 200 403 403 403 403 403 200 403  in
library:laws                  GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:law                   GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:law-new               GET  -           403 403 200 200 403 403 403 403 403 200 403  in
library:law-version           GET  -           403 403 200 200 403 403 403 403 403 200 403  in
library:law-said              POST -           403 403 400 400 403 403 403 403 403 400 403 401
# Signed by the node for the hub: the head of a law of this State; the digest of the table is not published
library:law-offer             POST -            403 403 200 403 403 403 403 403 403 403 403 401
library:digest-offer          POST -            403 403 404 403 403 403 403 403 403 403 403 401
# Digests: the one of the table is a draft of the reviewer, of whom only its keepers know as well
library:digests               GET  -           200 200 200 200 200 200 200 200 200 200 200  in
library:digest                GET  -           404 200 200 200 404 404 404 404 404 200 404  in
library:digest-new            GET  -           200 200 200 200 200 403 403 403 403 200 200  in
library:digest-change         GET  -           404 200 403 403 404 403 403 403 403 403 404  in
library:digest-act            POST -           404 400 400 400 404 403 403 403 403 400 404 401
"""
