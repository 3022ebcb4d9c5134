"""Which file an import means, per language; each case lies in a directory of its own, and all in one repository."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from debtui.collect import collect
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo

# Name: (files, edges expected as importer -> imported).
CASES: dict[str, tuple[dict[str, str], set[str]]] = {
    "js_relative": (
        {
            "package.json": '{"name": "one"}',
            "a.js": 'import x from "./lib/x";\nexport * from "./y.mjs";\nconst z = require("../js_relative/z");\nimport r from "react";\n',
            "lib/x/index.jsx": "import up from '../..';\n",
            "y.mjs": "export default 1\n", "z.cjs": "exports.z = 1\n", "index.js": "x = 1\n",
        },
        {"a.js -> lib/x/index.jsx", "a.js -> y.mjs", "a.js -> z.cjs", "lib/x/index.jsx -> index.js"},
    ),
    "ts_settings": (
        {
            "package.json": '{"name": "two"}',
            "tsconfig.json": '{ // with a comment\n  "compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"], "@ui": ["src/ui/index"]}}}\n',
            "src/a.ts": 'import { b } from "@/b";\nimport ui from "@ui";\nimport c from "src/c.js";\nimport { missing } from "@/gone";\n',
            "src/b.ts": "export const b = 1;\n", "src/c.ts": "export default 1;\n", "src/ui/index.tsx": "export default 1;\n",
        },
        {"src/a.ts -> src/b.ts", "src/a.ts -> src/ui/index.tsx", "src/a.ts -> src/c.ts"},
    ),
    "js_workspaces": (
        {
            "apps/web/package.json": '{"name": "web"}', "packages/kit/package.json": '{"name": "@team/kit"}',
            "apps/web/main.ts": 'import kit from "@team/kit";\nimport b from "@team/kit/b";\nimport other from "@team/kitten";\n',
            "packages/kit/src/index.ts": "export default 1;\n", "packages/kit/b.ts": "export default 1;\n",
        },
        {"apps/web/main.ts -> packages/kit/src/index.ts", "apps/web/main.ts -> packages/kit/b.ts"},
    ),
    "go_modules": (
        {
            "go.mod": "module example.org/me/app // ours\n\ngo 1.22\n", "tools/go.mod": "module example.org/me/app/tools\n",
            "main.go": 'package main\nimport (\n\t"fmt"\n\tdb "example.org/me/app/store"\n\t"example.org/me/app/tools/gen"\n)\n',
            "store/b.go": "package store\n", "store/a.go": "package store\n", "store/a_test.go": 'package store\nimport "example.org/me/app"\n',
            "tools/gen/gen.go": 'package gen\nimport "example.org/me/application/store"\n',
        },
        {"main.go -> store/a.go", "main.go -> tools/gen/gen.go"},
    ),
    "java_and_scala": (
        {
            "core/src/main/java/org/x/A.java": "package org.x;\nimport org.x.y.B;\nimport static org.x.y.C.of;\nimport org.x.y.*;\nimport java.util.List;\n",
            "core/src/main/java/org/x/y/B.java": "package org.x.y;\nimport org.x.y.C.Inner;\n",
            "core/src/main/java/org/x/y/C.java": "package org.x.y;\n",
            "core/src/main/scala/flat/D.scala": "package org.x\nimport y.{B, C => See}\nimport org.x.A\n// import org.x.y.Z\n",
        },
        {
            "core/src/main/java/org/x/A.java -> core/src/main/java/org/x/y/B.java",
            "core/src/main/java/org/x/A.java -> core/src/main/java/org/x/y/C.java",
            "core/src/main/java/org/x/y/B.java -> core/src/main/java/org/x/y/C.java",
            "core/src/main/scala/flat/D.scala -> core/src/main/java/org/x/y/B.java",
            "core/src/main/scala/flat/D.scala -> core/src/main/java/org/x/y/C.java",
            "core/src/main/scala/flat/D.scala -> core/src/main/java/org/x/A.java",
        },
    ),
    "cpp": (
        {
            "src/a.cc": '#include "b.h"\n#include "net/c.h"\n#include <team/d.h>\n#include <string.h>\n#include "twice.h"\n#include "gone.h"\n',
            "src/b.h": "#pragma once\n", "src/net/c.h": '#include "../b.h"\n', "include/team/d.h": "#pragma once\n", "src/own/string.h": "\n",
            "one/twice.h": "\n", "two/twice.h": "\n",
        },
        {"src/a.cc -> src/b.h", "src/a.cc -> src/net/c.h", "src/a.cc -> include/team/d.h", "src/net/c.h -> src/b.h"},
    ),
    "ts_cycle": (
        {
            "package.json": '{"name": "round"}', "a.ts": '\nimport "./b";\n', "b.ts": 'import "./c";\nimport "./a";\n', "c.ts": 'import "./a";\n',
            "d.ts": 'import type { E } from "./e";\n', "e.ts": 'import "./d";\n',
        },
        {"a.ts -> b.ts", "b.ts -> c.ts", "b.ts -> a.ts", "c.ts -> a.ts", "d.ts -> e.ts", "e.ts -> d.ts"},
    ),
    "py_namespace": (
        {
            "acme/tools/__init__.py": "", "acme/tools/cut.py": "import acme.tools.saw\nfrom acme.plain import thing\n",
            "acme/tools/saw.py": "from . import cut\n", "acme/plain/thing.py": "from .other import x\nfrom ..tools import saw\n",
            "acme/plain/other.py": "x = 1\n", "acme/tools/hook-acme.tools.py": "import acme.tools.saw\n",
        },
        {
            "acme/tools/cut.py -> acme/tools/saw.py", "acme/tools/cut.py -> acme/plain/thing.py", "acme/tools/saw.py -> acme/tools/cut.py",
            "acme/plain/thing.py -> acme/plain/other.py", "acme/plain/thing.py -> acme/tools/saw.py",
            "acme/tools/hook-acme.tools.py -> acme/tools/saw.py",
        },
    ),
    "py_several": (
        {
            "one/src/shared/__init__.py": "", "one/src/shared/io.py": "x = 1\n", "one/run.py": "from shared import io\nimport shared\n",
            "two/src/shared/__init__.py": "", "two/src/shared/io.py": "import shared\n", "two/bin/go.py": "import shared.io\nimport run\n",
            "three/far.py": "import shared.io\n",
        },
        {
            "one/run.py -> one/src/shared/io.py", "one/run.py -> one/src/shared/__init__.py", "two/bin/go.py -> two/src/shared/io.py",
            "two/src/shared/io.py -> two/src/shared/__init__.py",
        },
    ),
    "py_dynamic": (
        {
            "dyn/__init__.py": "", "dyn/a.py": "import importlib\nm = importlib.import_module('dyn.b')\nn = __import__('dyn.c')\n",
            "dyn/b.py": "from importlib import import_module\nimport_module('.c', package=__package__)\nimport_module(name)\nimport_module('.a', other)\n",
            "dyn/c.py": "x = 1\n",
        },
        {"dyn/a.py -> dyn/b.py", "dyn/a.py -> dyn/c.py", "dyn/b.py -> dyn/c.py"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSession]:
    repo = GitRepo(tmp_path_factory.mktemp("imports") / "repo")
    repo.commit({f"{case}/{path}": text for case, (files, _) in CASES.items() for path, text in files.items()})
    collect(repo.path)
    found = open_session(repo.path, fresh=False)[0]
    yield found
    found.close()


@pytest.mark.parametrize("case", CASES)
def test_an_import_means_the_file_that_its_language_would_take(case: str, session: StoreSession) -> None:
    rows = session.sql(
        f"SELECT importer, imported FROM import_edge_at WHERE importer LIKE '{case}/%' OR imported LIKE '{case}/%'"
    ).rows
    assert {f"{a} -> {b}".replace(f"{case}/", "") for a, b in rows} == CASES[case][1]


def test_modules_are_named_as_they_are_imported(session: StoreSession) -> None:
    asked = (
        "js_workspaces/packages/kit/src/index.ts",
        "go_modules/store/b.go",
        "java_and_scala/core/src/main/scala/flat/D.scala",
        "cpp/src/b.h",
    )
    rows = session.sql(f"SELECT path, module, package FROM module_at WHERE path IN {asked}").rows
    assert {path: (module, package) for path, module, package in rows} == {
        asked[0]: ("src", "@team/kit"),
        asked[1]: ("example.org/me/app/store", "example.org/me/app"),
        asked[2]: ("org.x.D", "core"),
        asked[3]: ("cpp/src/b.h", "C/C++"),
    }


def test_a_file_that_no_import_can_name_is_a_script(session: StoreSession) -> None:
    rows = session.sql("SELECT module, package FROM module_at WHERE path GLOB '*hook-acme*'").rows
    assert rows == [("hook-acme.tools", "")]


def test_a_cycle_is_told_with_the_import_to_cut(session: StoreSession) -> None:
    rows = session.sql(
        "SELECT path, cycle_size, cycle_size_typing, cut, cut_path, cut_line, cut_frees FROM reach_at"
        " WHERE path LIKE 'ts_cycle/%' ORDER BY path"
    ).rows
    told = ("a → b", "ts_cycle/a.ts", 2, 3)
    alone = (0, 2, None, None, None, None)
    assert [row[1:] for row in rows] == [(3, 3, *told)] * 3 + [alone] * 2
