"""Facts of the same thing from several tables, put together by grouping.

Joins of things worked out on the way have no index, and SQLite may then compare everything with everything;
grouping costs the same on every database, however much there is.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Select, Subquery, cast, func, null, select, union_all

from bot.figures.sql import once


def merged(by: str, columns: Sequence[str], parts: Sequence[Select[Any]], name: str) -> CTE:
    """One row for each value of `by`, with the greatest of each column; only those the first part has."""
    known = [part.subquery() for part in parts]
    types = {column.name: column.type for part in known for column in part.c}

    def filled(part: Subquery) -> Select[Any]:
        """Nothing stands where a part knows nothing."""
        return select(*(part.c.get(one, cast(null(), types[one]).label(one)) for one in (by, *columns)))

    rows = union_all(*map(filled, known)).subquery()
    greatest = [func.max(rows.c[column]).label(column) for column in columns]
    grouped = select(rows.c[by], *greatest).group_by(rows.c[by])
    return once(grouped.having(func.max(rows.c[columns[0]]).is_not(None)), name)
