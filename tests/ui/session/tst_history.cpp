// Undo, and what becomes of its steps when something changes that was no gesture.
#include "ui/session/history.h"

#include <QTest>

using namespace regulus;

class TestHistory : public QObject {
    Q_OBJECT

    struct Shown {
        int map = 0, size = 0;
        bool operator==(const Shown&) const = default;
    };
    Shown m_shown;
    QString m_name;
    int m_applied = 0;

    void change(History& history, Shown after, int merge = -1) {
        history.push<Shown>(
            "view", m_shown, after,
            [this](const Shown& shown) {
                m_shown = shown;
                ++m_applied;
            },
            merge);
    }
    void rename(History& history, const QString& after) {
        history.push<QString>("name", m_name, after, [this](const QString& name) { m_name = name; });
    }
    static std::function<void(Shown&)> onMap(int map) {
        return [map](Shown& shown) { shown.map = map; };
    }

  private Q_SLOTS:
    void init() {
        m_shown = {};
        m_name.clear();
        m_applied = 0;
    }

    void stepsAreAppliedUndoneAndMerged() {
        History history(10);
        change(history, {1, 0});
        change(history, {1, 0});  // nothing new, no step
        QCOMPARE(history.stack().count(), 1);
        for (const int size : {1, 2, 3}) change(history, {1, size}, 7);
        QCOMPARE(history.stack().count(), 2);
        history.stack().undo();
        QCOMPARE(m_shown, (Shown{1, 0}));
        history.stack().redo();
        QCOMPARE(m_shown, (Shown{1, 3}));
    }

    // Undoing one step takes away what another one is about, which then changes nothing: the stack is at work
    // on the first.
    void aStepMayEmptyAnotherWhileItIsUndone() {
        History history(10);
        history.push<int>("column", 0, 1, [&](const int& there) {
            if (there == 0) history.patch<QString>([](QString& name) { name.clear(); });
        });
        rename(history, "a");
        change(history, {1, 0});
        for (int i = 0; i < 3; ++i) history.stack().undo();
        QCOMPARE(history.stack().index(), 0);
        QTRY_COMPARE(history.stack().count(), 2);  // the name's step is gone
        while (history.stack().canRedo()) history.stack().redo();
        QCOMPARE(m_shown, (Shown{1, 0}));
        QVERIFY(m_name.isEmpty());
    }

    // The map came from a job: no step brings the one before back, however far one goes.
    // What a step brings about is no step: the stack would let go of the one that it redoes.
    void whatAStepBringsAboutIsNoStep() {
        History history(10);
        QString told;
        history.push<int>("map", 0, 1, [&](const int& map) {
            history.push<QString>("follows", told, QString::number(map),
                                  [&](const QString& text) { told = text; });
        });
        QCOMPARE(told, "1");
        change(history, {2, 0});
        for (int i = 0; i < 2; ++i) history.stack().undo();
        QCOMPARE(told, "0");
        for (int i = 0; i < 2; ++i) history.stack().redo();
        QCOMPARE(told, "1");
        QCOMPARE(m_shown, (Shown{2, 0}));
        QCOMPARE(history.stack().count(), 2);
    }

    // Undoing one step opens other data, of which the steps are not.
    void theHistoryMayBeForgottenWhileAStepIsApplied() {
        History history(10);
        bool gone = false;
        history.push<int>("data", 0, 1, [&](const int& open) {
            if (open == 0) history.clear();
            gone = open == 0;
        });
        rename(history, "of before");
        for (int i = 0; i < 2; ++i) history.stack().undo();
        QVERIFY(gone);
        history.stack().redo();  // nothing of before is applied again
        QVERIFY(gone);
        rename(history, "meanwhile");
        QCOMPARE(m_name, "meanwhile");
        QTRY_COMPARE(history.stack().count(), 0);
        rename(history, "after");
        QCOMPARE(history.stack().count(), 1);
        history.stack().undo();
        QCOMPARE(m_name, "meanwhile");
    }

    void aPatchReachesEveryStep() {
        History history(10);
        change(history, {0, 1});
        rename(history, "a");
        change(history, {0, 2});
        history.stack().undo();  // one step is undone, and is patched as well
        m_applied = 0;
        m_shown.map = 5;
        history.patch<Shown>(onMap(5));
        QCOMPARE(m_applied, 0);
        QCOMPARE(history.stack().count(), 3);
        QCOMPARE(history.stack().index(), 2);
        history.stack().undo();
        history.stack().undo();
        QCOMPARE(m_shown, (Shown{5, 0}));
        QCOMPARE(m_name, QString());
        for (int i = 0; i < 3; ++i) history.stack().redo();
        QCOMPARE(m_shown, (Shown{5, 2}));
        QCOMPARE(m_name, QString("a"));
    }

    // Undo that does nothing is a riddle.
    void stepsThatChangeNothingAreTakenOut() {
        History history(10);
        change(history, {0, 1}, 7);
        change(history, {3, 1});  // of the map alone
        rename(history, "a");
        change(history, {4, 1});  // of the map alone
        change(history, {4, 2}, 7);
        history.stack().undo();
        m_shown.map = 9;
        m_applied = 0;
        history.patch<Shown>(onMap(9));
        QCOMPARE(m_applied, 0);  // taking out applies nothing
        QCOMPARE(history.stack().count(), 3);
        QCOMPARE(history.stack().index(), 2);
        QCOMPARE(history.stack().undoText(), QString("name"));
        history.stack().redo();
        QCOMPARE(m_shown, (Shown{9, 2}));  // not merged with the step that is now beside it
        history.stack().undo();
        history.stack().undo();
        QCOMPARE(m_name, QString());
        QCOMPARE(m_shown, (Shown{9, 1}));
        history.stack().undo();
        QCOMPARE(m_shown, (Shown{9, 0}));
        QVERIFY(!history.stack().canUndo());
        change(history, {9, 5});
        QCOMPARE(history.stack().count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
