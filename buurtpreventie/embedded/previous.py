"""``script/previous [COMMIT]``: the demo's database of a commit, for the test that it moves to the version after it.

Clones that commit, plays its demo once with its own programs, and packs the database and the demo's keys into
``evaluaties/tests/vorige_versie``. Everything in it is invented; its keys protect nothing.
"""

import json
import lzma
import subprocess
import sys
import tempfile
from pathlib import Path

from buurtpreventie.embedded.processes import ROOT
from buurtpreventie.embedded.stack import running_servers

PACKED = ROOT / "evaluaties/tests/vorige_versie"
KEYS = {"SECRET_KEY": "secret_key", "FIELD_KEYS": "field_keys", "ADDRESS_INDEX_KEY": "address_index_key"}
LARGEST = 1_500_000  # bytes that every clone carries along for good


def main():
    """Play and pack; the exit code says whether it stayed small."""
    commit = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    commit = subprocess.check_output(["git", "rev-parse", "--short", commit], cwd=ROOT, text=True).strip()
    with tempfile.TemporaryDirectory() as folder:
        clone, var_dir = Path(folder) / "clone", Path(folder) / "var"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        subprocess.run(["git", "checkout", "--quiet", commit], cwd=clone, check=True)
        subprocess.run([clone / "script/demo", "--once", "--var", var_dir], check=True)
        size = pack(var_dir, commit)
    print(f"{commit}: {size} bytes in {PACKED.relative_to(ROOT)}")
    sys.exit(size > LARGEST)


def pack(var_dir, commit):
    """Write the database of a demo that has stopped, and its keys; gives the number of bytes."""
    PACKED.mkdir(exist_ok=True)
    with running_servers(var_dir, keep=True) as (_processes, keys, postgres, _valkey):
        plain = var_dir / "gegevens.sql"
        postgres.dump(plain)
    packed = lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    (PACKED / "gegevens.sql.xz").write_bytes(packed)
    known = {"commit": commit} | {name: keys[key] for name, key in KEYS.items()}
    (PACKED / "sleutels.json").write_text(json.dumps(known, indent=1) + "\n")
    return len(packed)


if __name__ == "__main__":
    main()
