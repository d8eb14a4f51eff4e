// Reads every include of the tree, and made-up ones that must be refused.
#include <QTest>

#include "tests/architecture/include_rules.h"
#include "tests/architecture/rooms.h"
#include "tests/architecture/source_includes.h"
#include "tests/architecture/source_tree.h"

using namespace regulus::architecture;

class TestIncludeRules : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void the_tree_keeps_them() {
        const QStringList files =
            files_below({"app", "core", "ui", "tests"},
                        {"*.h", "*.hpp", "*.hh", "*.cpp", "*.cc", "*.cxx", "*.c", "*.inl", "*.ipp"});
        QVERIFY(files.size() > 60);
        QStringList violations;
        int includes = 0;
        for (const QString& path : files) {
            const QString text = text_of(path);
            includes += static_cast<int>(includes_of(text).size());
            violations += include_violations(path, text);
        }
        QVERIFY(includes > 300);
        QVERIFY2(violations.isEmpty(), qPrintable('\n' + violations.join('\n')));
    }

    void refused_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* path, const char* text, const char* says) {
            QTest::addRow("%s in %s", qPrintable(QString(text).simplified()), path)
                << QString(path) << QString(text) << QString(says);
        };
        row("core/data/a.cpp", "#include <QString>", "Qt");
        row("core/data/a.cpp", "#include \"QString\"", "Qt");
        row("core/data/a.cpp", "#include <QtCore/qstring.h>", "Qt");
        row("core/data/a.cpp", "#include <qglobal.h>", "Qt");
        row("core/stats/a.h", "#include <vtkPoints.h>", "VTK");
        row("ui/views/a.cpp", "#include <vtkPoints.h>", "VTK");
        row("ui/render3d/a.cpp", "#include \"vtkPoints.h\"", "VTK");
        row("ui/views/a.cpp", "#include <vtk-9.1/vtkPoints.h>", "VTK");
        row("core/model/trainer.h", "#include <torch/torch.h>", "Torch");
        row("core/model/trainer.h", "#include \"torch/torch.h\"", "Torch");
        row("core/interpret/a.cpp", "  #  include <ATen/ATen.h>", "Torch");
        row("ui/views/a.cpp", "#include <c10/core/Device.h>", "Torch");
        row("app/a.cpp", "#if 0\n#include <torch/script.h>\n#endif", "Torch");
        row("core/data/a.cpp", "#include <hdf5.h>", "HDF5");
        row("core/data/a.cpp", "#include <H5Cpp.h>", "HDF5");
        row("core/data/a.cpp", "#include <hdf5/serial/hdf5.h>", "HDF5");
        row("core/data/a.h", "#include \"core/io/dataset/dataset_reader.h\"", "may not use core/io");
        row("core/base/a.h", "#include \"core/data/table.h\"", "may not use core/data");
        row("core/io/hdf5/a.h", "#include \"core/stats/rank_test.h\"", "may not use core/stats");
        row("core/io/files/a.h", "#include <hdf5.h>", "HDF5");
        row("core/io/store/a.h", "#include \"core/io/hdf5/b.h\"", "stands above it");
        row("core/io/prior/a.h", "#include \"core/io/store/b.h\"", "stands above it");
        row("core/io/a.h", "#include \"core/io/files/b.h\"", "stands above it");
        row("core/io/text/a.h", "#include \"core/io/anndata/b.h\"", "stands above it");
        row("core/io/assembly/a.h", "#include \"core/io/dataset/b.h\"", "stands above it");
        row("core/embed/a.h", "#include <core/simulate/x.h>", "may not use core/simulate");
        row("core/model/a.h", "#include \"core/interpret/knockout.h\"", "may not use core/interpret");
        row("core/model/a.h", "#include \"core/evaluate/splits.h\"", "may not use core/evaluate");
        row("core/evaluate/a.h", "#include \"core/workflow/a.h\"", "may not use core/workflow");
        row("core/base/a.h", "#include \"ui/jobs/job_runner.h\"", "may not use ui/jobs");
        row("core/base/a.h", "#include \"app/window/main_window.h\"", "may not use app");
        row("core/base/a.h", "#include \"tests/support/test_data.h\"", "may not use tests");
        row("ui/render/a.h", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("ui/render3d/a.h", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("ui/jobs/a.h", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("ui/export/a.h", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("ui/session/a.h", "#include \"ui/views/embedding_view.h\"", "may not use ui/views");
        row("ui/session/a.h", "#include \"ui/models/cells.h\"", "may not use ui/models");
        row("ui/models/a.h", "#include \"ui/dialogs/open.h\"", "may not use ui/dialogs");
        row("ui/views/a.h", "#include \"ui/dialogs/open.h\"", "may not use ui/dialogs");
        row("ui/views/a.h", "#include \"app/window/main_window.h\"", "may not use app");
        row("app/command_line/a.cpp", "#include \"app/window/main_window.h\"", "may not use app/window");
        row("app/command_line/a.cpp", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("app/command_line/a.cpp", "#include \"ui/views/embedding_view.h\"", "may not use ui/views");
        row("app/main.cpp", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("ui/figures/a.h", "#include \"ui/session/session.h\"", "may not use ui/session");
        row("app/command_line/options/a.h", "#include \"app/command_line/commands/command.h\"",
            "stands above it in app");
        row("ui/views/inspector/a.h", "#include \"ui/views/predictions/table.h\"", "do not know each other");
        row("ui/views/parts/a.h", "#include \"ui/views/predictions/table.h\"", "do not know each other");
        row("core/interpret/a.cpp", "#include \"core/model/detail/transformer.h\"", "private to core/model/");
        row("ui/views/a.cpp", "#include \"ui/render3d/detail/vtk_widget.h\"", "private to ui/render3d/");
        row("core/io/a.cpp", "#include \"../data/table.h\"", "from the root");
        row("core/io/hdf5/a.cpp", "#include \"hdf5_file.h\"", "from the root");
        row("core/io/a.cpp", "#include HEADER", "by a macro");
        row("core/io/a.cpp", "#include \\\n  <QString>", "Qt");
        row("core/io/a.cpp", "/* x */ #include <QString>", "Qt");
        row("core/io/a.cpp", "auto s = R\"x(\n)x\";\n#include <QString>", "Qt");
        row("core/nowhere/a.cpp", "#include \"core/base/error.h\"", "may not use");
    }
    void refused() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, says);
        const QStringList violations = include_violations(path, text);
        QCOMPARE(violations.size(), 1);
        QVERIFY2(violations[0].contains(says), qPrintable(violations[0]));
        QVERIFY2(violations[0].startsWith(path + ':'), qPrintable(violations[0]));
    }

    void allowed_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* path, const char* text) {
            QTest::addRow("%s in %s", qPrintable(QString(text).simplified()), path)
                << QString(path) << QString(text);
        };
        row("core/model/detail/a.cpp", "#include <ATen/ATen.h>");
        row("tests/core/model/tst_a.cpp",
            "#include <ATen/ATen.h>\n#include \"core/model/detail/transformer.h\"");
        row("core/io/hdf5/a.cpp",
            "#include <hdf5.h>\n#include \"core/prior/coverage.h\"\n#include \"core/io/store/a.h\"");
        row("core/model/a.cpp",
            "#include \"core/stats/rank_test.h\"\n#include \"core/io/files/safetensors.h\"");
        row("core/workflow/a.cpp", "#include \"core/evaluate/splits.h\"");
        row("ui/render3d/detail/a.cpp", "#include <vtkNew.h>\n#include \"ui/render3d/detail/vtk_widget.h\"");
        row("ui/dialogs/a.cpp",
            "#include \"ui/views/a.h\"\n#include \"core/workflow/a.h\"\n#include <QDialog>");
        row("ui/views/inspector/a.h",
            "#include \"ui/views/parts/bars.h\"\n#include \"ui/views/inspector/b.h\"");
        row("app/window/a.cpp", "#include \"ui/dialogs/a.h\"\n#include <QApplication>");
        row("tests/core/base/tst_a.cpp", "#include <QTest>\n#include \"tst_a.moc\"");
        row("core/base/a.cpp",
            "#include <vector>\n#include <fmt/format.h>\n#include <sys/stat.h>\n#include <queue>");
        row("core/base/a.cpp", "// #include <QString>\n/*\n#include <QString>\n*/");
        row("core/base/a.cpp",
            "const char* s = \"\\\"\\n#include <QString>\";\nauto r = R\"(\n#include <QString>\n)\";");
    }
    void allowed() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        const QStringList violations = include_violations(path, text);
        QVERIFY2(violations.isEmpty(), qPrintable(violations.join('\n')));
    }

    void lines_are_counted_through_comments() {
        const auto found = includes_of("/* a\nb */\n#include <a.h>  // why\n\n#include \"b.h\"\n");
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].line, 3);
        QCOMPARE(found[0].name, QString("a.h"));
        QCOMPARE(found[1].line, 5);
        QCOMPARE(found[1].form, Include::Form::Quoted);
    }

    void rooms_know_no_circle() {
        const QStringList rooms = known_rooms();
        for (const QString& a : rooms) {
            for (const QString& b : rooms) {
                if (a != b) QVERIFY2(!(may_use(a, b) && may_use(b, a)), qPrintable(a + " and " + b));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestIncludeRules)
#include "tst_include_rules.moc"
