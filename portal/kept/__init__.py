"""What is made once and shown many times, and never shown when it is no longer true.

A thing (a visitor's page, the frame of all pages) is kept in the memory of a process, together with

- the **revision** it was made at: one random token in the database. Triggers give it a new value in the very
  transaction that writes to a table public pages show: a service, the admin, `QuerySet.update()`, another process, psql.
  A thing is kept only if every table it read has such a trigger (looked up in the database, not in a list of ours);
- its **turn**: the next moment that stands in any date-and-time column of those tables, at most the next midnight.
  Between two turns no comparison of a stored moment or day with the clock changes its answer. (Bookings,
  very many and all made in the past, are left out by name: `registry.past_models`.)

So what is kept may depend on these tables, on the clock through what is stored in them, and on what a process
starts with (settings, templates). It must not depend on anything else: the cache, files, the network, or a stored
moment plus some hours (plus days is all right). Reading asks one query, for the revision.
"""
