// The device that models are computed on: shown where there is a choice, kept, and named when it is gone.
#include "ui/dialogs/preferences_dialog.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/session/session_settings.h"

using namespace regulus;

class TestPreferencesDialog : public QObject {
    Q_OBJECT

    static QStringList entries(const QComboBox& box) {
        QStringList texts;
        for (int i = 0; i < box.count(); ++i) texts.append(box.itemText(i));
        return texts;
    }

  private Q_SLOTS:
    void aDeviceIsAskedForOnlyWhereThereIsAChoice() {
        QTemporaryDir folder;
        SessionSettings settings(folder.filePath("settings.ini"));
        PreferencesDialog dialog(settings);
        dialog.show();
        auto* box = dialog.findChild<QComboBox*>("device");
        QVERIFY(box);
        QVERIFY(!box->isVisible());
        dialog.setGpus({"NVIDIA H200"});
        QVERIFY(box->isVisible());
        QCOMPARE(entries(*box), (QStringList{"Automatic", "CPU", "NVIDIA H200"}));
        QCOMPARE(box->currentText(), QString("Automatic"));
    }

    void aChoiceIsKept() {
        QTemporaryDir folder;
        SessionSettings settings(folder.filePath("settings.ini"));
        QVERIFY(settings.device() == DeviceChoice{});
        PreferencesDialog dialog(settings);
        QSignalSpy changed(&dialog, &PreferencesDialog::deviceChanged);
        dialog.setGpus({"A", "A"});
        dialog.show();
        auto* box = dialog.findChild<QComboBox*>("device");
        QCOMPARE(entries(*box), (QStringList{"Automatic", "CPU", "A (cuda:0)", "A (cuda:1)"}));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_End);
        QCOMPARE(changed.size(), 1);
        QVERIFY((settings.device() == DeviceChoice{DeviceChoice::Kind::Gpu, 1}));
    }

    void aGpuThatIsGoneIsNamed() {
        QTemporaryDir folder;
        SessionSettings settings(folder.filePath("settings.ini"));
        settings.setDevice({DeviceChoice::Kind::Gpu, 2});
        PreferencesDialog dialog(settings);
        dialog.show();
        auto* box = dialog.findChild<QComboBox*>("device");
        QVERIFY(box->isVisible());  // it can be taken back
        QCOMPARE(box->currentText(), QString("cuda:2 (not found)"));
    }

    void nonsenseInTheSettingsIsNoChoice() {
        QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        QSettings(file, QSettings::IniFormat).setValue("device", "quantum");
        QVERIFY(SessionSettings(file).device() == DeviceChoice{});
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    TestPreferencesDialog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_preferences_dialog.moc"
