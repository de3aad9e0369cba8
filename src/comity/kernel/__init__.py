"""What every layer shares: errors, languages, identifiers, time, strict JSON, state graphs.

No Django, no storage, no network. Start reading at `errors` and `graph`.
"""
