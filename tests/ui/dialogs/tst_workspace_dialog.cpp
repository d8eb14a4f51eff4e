// The dialog that makes a workspace: what is greyed is used by nothing.
#include "ui/dialogs/workspace_dialog.h"

#include <QDoubleSpinBox>
#include <QGroupBox>
#include <QSpinBox>
#include <QTest>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestWorkspaceDialog : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void parameters_are_greyed_only_where_nothing_uses_them() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().select(
            CellSet::of(session.opened().cells(), std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
        WorkspaceDialog dialog(session);
        dialog.show();
        auto* map = dialog.findChild<QGroupBox*>(QStringLiteral("map"));
        auto* clusters = dialog.findChild<QGroupBox*>(QStringLiteral("clusters"));
        const auto* genes = dialog.findChild<QSpinBox*>(QStringLiteral("variableGenes"));
        const auto* components = dialog.findChild<QSpinBox*>(QStringLiteral("components"));
        const auto* neighbours = dialog.findChild<QSpinBox*>(QStringLiteral("neighbours"));
        const auto* distance = dialog.findChild<QDoubleSpinBox*>(QStringLiteral("distance"));
        const auto* resolution = dialog.findChild<QDoubleSpinBox*>(QStringLiteral("resolution"));
        QVERIFY(map && clusters && genes && components && neighbours && distance && resolution);
        for (const bool maps : {true, false})
            for (const bool finds : {true, false}) {
                map->setChecked(maps);
                clusters->setChecked(finds);
                for (const QSpinBox* shared : {genes, components, neighbours})
                    QCOMPARE(shared->isEnabled(), maps || finds);
                QCOMPARE(distance->isEnabled(), maps);
                QCOMPARE(resolution->isEnabled(), finds);
            }
    }
};

QTEST_MAIN(TestWorkspaceDialog)
#include "tst_workspace_dialog.moc"
