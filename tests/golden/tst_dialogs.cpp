// Golden pictures of the dialogs, as the window opens them.
#include <QDialog>

#include "tests/golden/golden_window.h"
#include "ui/dialogs/about_dialog.h"

using namespace regulus;
using namespace regulus::test;

class GoldenDialogsTest : public QObject {
    Q_OBJECT

    // Opened by an action of the window.
    static QDialog* opened(GoldenWindow& made, const char* action) {
        QAction* const found = made.window().action(action);
        if (!found || !found->isEnabled()) return nullptr;
        found->trigger();
        return made.window().findChild<QDialog*>();
    }

  private Q_SLOTS:
    void of_the_cells_data() {
        QTest::addColumn<QString>("action");
        for (const char* name :
             {"train", "evaluate", "clusters", "computeMap", "placeCells", "scores", "nameSelection",
              "selectByName", "colorScale", "mapLook", "exportPage", "export", "exportHeatmap", "openPrior"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void of_the_cells() {
        QFETCH(QString, action);
        GoldenWindow made;
        QVERIFY(made.open(action != QLatin1String("train")));
        made.window().resize(1280, 800);
        made.window().show();
        made.session().cells().select(cellsOfType(3));
        made.session().colors().colorBy(Coloring::gene("LYZ"));
        QVERIFY(settle(made.session()));
        QDialog* const dialog = opened(made, action.toLatin1().constData());
        QVERIFY(dialog);
        GOLDEN(*dialog, made.picture("dialog_" + action));
    }

    void of_the_program_data() {
        QTest::addColumn<QString>("action");
        for (const char* name : {"open", "preferences", "shortcuts"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void of_the_program() {
        QFETCH(QString, action);
        GoldenWindow made;
        made.window().resize(1280, 800);
        made.window().show();
        QDialog* const dialog = opened(made, action.toLatin1().constData());
        QVERIFY(dialog);
        GOLDEN(*dialog, made.picture("dialog_" + action));
    }

    void about() {
        AboutDialog dialog({.version = QStringLiteral("1.2.3"),
                            .parts = QStringLiteral("Running on Debian GNU/Linux 12 with Qt 6.4.2\n\n"
                                                    "Qt 6.4.2 \u2014 interface, figures\n"
                                                    "HDF5 1.10.8 \u2014 reading and writing data"),
                            .licences = QStringLiteral("# Apache License 2.0"),
                            .logPath = QStringLiteral("/var/log/regulus.log")});
        GOLDEN(dialog, {"dialog_about", {}, {}});
    }
};

GOLDEN_MAIN(GoldenDialogsTest)
#include "tst_dialogs.moc"
