from portal.registry import SearchText
from portal.search import services


def text(title: str, body: str = "", **fields) -> SearchText:
    defaults = {
        "key": f"tests.page:{title}",
        "kind": "Page",
        "summary": "",
        "url": f"/{title}/",
    }
    return SearchText(title=title, body=body, **{**defaults, **fields})


def indexed(title: str, body: str = "", **fields) -> SearchText:
    row = text(title, body, **fields)
    services.index([row])
    return row


def titles(query: str, user=None, **options) -> list[str]:
    return [hit.title for hit in services.find(query, user=user, **options).hits]
