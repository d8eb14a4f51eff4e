// What lies where: the top of the tree is fixed, and every folder of core and ui is a room with a place.
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QTest>

#include "tests/architecture/rooms.h"
#include "tests/architecture/source_tree.h"

using namespace regulus::architecture;

class TestLayout : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void the_top_is_fixed() {
        const QStringList required{"app",
                                   "core",
                                   "ui",
                                   "resources",
                                   "tests",
                                   "packaging",
                                   "CMakeLists.txt",
                                   "CMakePresets.json",
                                   "README.md",
                                   "LICENSE",
                                   "CHANGELOG.md"};
        const QStringList ignored{"build", "CMakeUserPresets.json"};  // by .gitignore
        const QStringList present =
            QDir(source_root()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);  // no dot files
        for (const QString& name : required)
            QVERIFY2(present.contains(name), qPrintable(name + " is missing"));
        for (const QString& name : present)
            QVERIFY2(required.contains(name) || ignored.contains(name), qPrintable(name + " has no place"));
    }

    void every_folder_is_a_room() {
        for (const QString layer : {"core", "ui"}) {
            const QDir folder(source_root() + '/' + layer);
            for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
                QVERIFY2(known_rooms().contains(layer + '/' + name), qPrintable(layer + '/' + name));
        }
    }

    // Every folder of tests stands for one of the tree, at every depth.
    void tests_mirror_the_tree() {
        for (const QString layer : {"core", "ui", "app"}) {
            const QString tests = source_root() + "/tests/" + layer;
            QDirIterator folders(tests, QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
            while (folders.hasNext()) {
                const QString below = QDir(tests).relativeFilePath(folders.next());
                QVERIFY2(QFileInfo::exists(source_root() + '/' + layer + '/' + below),
                         qPrintable("tests/" + layer + '/' + below + " mirrors nothing"));
            }
        }
    }

    void scripts_can_be_run() {
        for (const QString path : {"packaging/setup", "packaging/build", "packaging/run", "packaging/test",
                                   "packaging/clean-room", ".ci/run"}) {
            const QFileInfo script(source_root() + '/' + path);
            QVERIFY2(script.isExecutable(), qPrintable(path));
            const QString text = text_of(path);
            QVERIFY2(text.startsWith("#!/usr/bin/env bash\n"), qPrintable(path));
            QVERIFY2(text.contains("\nset -euo pipefail\n"), qPrintable(path));
            QVERIFY2(!text.contains("://"), qPrintable(path + " names a network host"));
        }
    }
};

QTEST_APPLESS_MAIN(TestLayout)
#include "tst_layout.moc"
