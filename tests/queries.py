from django.db import connection
from django.test.utils import CaptureQueriesContext


def number_of_queries(client, url: str) -> int:
    """How many queries a page costs once it is warm: to be the same at one row and at ten."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
