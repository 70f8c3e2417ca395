"""The compiled machine: router, world, calendar, draws and log; arrays and integers only.

Nothing here knows a name, a unit other than microseconds, a file, or what time it is outside. ``acd.build`` makes
the tables, ``acd.clocks`` and ``acd.live`` call the entries of ``engine`` and ``commands``, ``acd.log`` reads the rows.
"""
