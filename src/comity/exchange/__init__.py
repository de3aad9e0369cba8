"""The exchange between nodes: what goes out, what comes in, and the signed receipts for both.

Tables owned: `Peer` and `PeerChange` (whom we know), `OutboxItem` and `Attachment` (what we send), `InboxItem` and
`InboxFile` (what arrives), `Blob` and `BlobPart` (sealed bytes on their way), `ChainItem` and `ChainHead` (the order of
everything signed), `StoredReceipt`, `CaseCounter`, `Alarm`, `AlarmFinding` (what was found out about one), `Contact`
(who fetches, and when heads were compared).

Words: a message is *announced* when its signed envelope came, *consigned* when all its bytes are durable and we signed
for them (commit 1), *handed over* when it was opened, checked and took effect (commit 2). Nothing is delivered but on a
signed receipt. Start reading at `outbox.put`, `packing`, `delivery`; then `inbox.announce`, `inbox.consign`, `opening`.
"""
