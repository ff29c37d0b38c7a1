"""What pytest does without, so that each of its processes starts 2 s sooner.

jsonschema, which nbformat imports, takes rfc3987_syntax where it is there, to check addresses of a
kind that no notebook has. The import alone builds 39 parsers.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
