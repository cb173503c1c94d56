"""Prints the identifiers of the whole inbox, a line each, as read by the client that was generated.

python read_inbox.py ADDRESS, where the folder of `client` is the current one.
"""

import sys

sys.path.insert(0, ".")
from client import Client
from client.api.default import get_inbox
from client.types import UNSET

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
after = UNSET
while after is not None:
    page = get_inbox.sync(client=client, after=after)
    for item in page.items:
        print(item.id)
    after = page.next_
