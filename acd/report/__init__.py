"""What people look at: tables for the terminal and pictures for a report.

Reads finished results and starts nothing. The pictures are in `acd.report.charts`, apart from the tables,
because matplotlib takes longer to load than a table takes to print.
"""

from acd.report.beside import beside, read_real
from acd.report.precision import precision
from acd.report.tables import WIDTH, report

__all__ = ["WIDTH", "beside", "precision", "read_real", "report"]
