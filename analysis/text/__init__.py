"""The text of an article: cleaned (`cleaning`), cut into sentences (`sentences`), parsed (`parsing`), into clauses.

A text passes the files in this order; `clauses` reads the arguments of each verb off the parse.
"""
