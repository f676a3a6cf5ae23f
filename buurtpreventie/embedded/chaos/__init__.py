"""``script/chaos``: the running product while mail server, broker, database and its own processes fail.

``mails.py`` is about mail that must not get lost or come twice, ``database.py`` about what people were told is kept.
"""
