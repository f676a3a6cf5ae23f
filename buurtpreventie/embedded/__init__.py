"""Servers of our own for a machine that has none: ``script/demo``, ``script/test`` and browser tests.

Read in this order: ``stack`` (what is started), ``servers`` (PostgreSQL and Valkey), ``processes`` and
``caretaker`` (how nothing is ever left running). Nothing here needs a configured Django.
"""
