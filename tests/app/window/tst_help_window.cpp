// The help: starts at its index, lists the pages in the order of that, and draws tables without frames.
#include "app/window/help_window.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSet>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolButton>

#include "app/window/shared_files.h"
#include "tests/ui/views/immune_session.h"

using namespace regulus;

class TestHelpWindow : public QObject {
    Q_OBJECT

    static QString shown(const HelpWindow& help) {
        return QFileInfo(help.page()->source().path()).fileName();
    }

  private Q_SLOTS:
    void initTestCase() { test::useLightTheme(); }

    void startsAtItsIndex() {
        if (sharedFile("help").isEmpty()) QSKIP("this build has no help pages");
        HelpWindow help;
        QCOMPARE(shown(help), QString("index.md"));
        QCOMPARE(help.list()->currentRow(), 0);
        QStringList names;
        for (int row = 0; row < help.pages(); ++row)
            names << QFileInfo(help.list()->item(row)->data(Qt::UserRole).toString()).fileName();
        QCOMPARE(names.mid(0, 3), QStringList({"index.md", "first-minutes.md", "formats.md"}));
        QStringList sorted = names;
        sorted.sort();
        QCOMPARE(sorted, QDir(sharedFile("help")).entryList({"*.md"}, QDir::Files, QDir::Name));
    }

    void aLinkMovesTheListAlong() {
        HelpWindow help;
        help.page()->setSource(QUrl("formats.md"));
        QCOMPARE(shown(help), QString("formats.md"));
        QCOMPARE(help.list()->currentRow(), 2);
    }

    void picturesAreThereAndNoWiderThanThePage() {
        HelpWindow help;
        help.show();
        int pictures = 0;
        const auto widest = [&] {
            double width = 0;
            for (QTextBlock block = help.page()->document()->begin(); block.isValid(); block = block.next())
                for (auto part = block.begin(); !part.atEnd(); ++part) {
                    if (!part.fragment().charFormat().isImageFormat()) continue;
                    const QTextImageFormat format = part.fragment().charFormat().toImageFormat();
                    if (format.width() <= 0) return 1e9;  // not found
                    width = std::max(width, format.width());
                    ++pictures;
                }
            return width;
        };
        for (int row = 0; row < help.pages(); ++row) {
            QFile page(help.list()->item(row)->data(Qt::UserRole).toString());
            QVERIFY(page.open(QIODevice::ReadOnly));
            if (!page.readAll().contains("](pictures/")) continue;
            help.list()->setCurrentRow(row);
            for (const int width : {620, 1400, 860}) {
                help.resize(width, 640);
                QCoreApplication::processEvents();
                QVERIFY2(widest() <= help.page()->viewport()->width(), qPrintable(shown(help)));
            }
        }
        QVERIFY(pictures >= 3 * 4);
    }

    void backAndForwardFollowWhatWasRead() {
        HelpWindow help;
        help.show();
        auto* const back = help.findChild<QToolButton*>("back");
        auto* const forward = help.findChild<QToolButton*>("forward");
        QVERIFY(back && forward && !back->isEnabled() && !forward->isEnabled());
        help.page()->setSource(QUrl("formats.md"));
        help.list()->setCurrentRow(1);
        const QString second = shown(help);
        QVERIFY(back->isEnabled());
        back->click();
        QCOMPARE(shown(help), QString("formats.md"));
        QCOMPARE(help.list()->currentRow(), 2);
        QVERIFY(!help.page()->document()->isEmpty());
        forward->click();
        QCOMPARE(shown(help), second);
        QCOMPARE(help.list()->currentRow(), 1);
    }

    void theSearchLeadsToWords() {
        HelpWindow help;
        help.show();
        QTest::keyClicks(help.search(), "highest DENSITY region");
        int seen = 0;
        for (int row = 0; row < help.pages(); ++row) {
            const QListWidgetItem* const item = help.list()->item(row);
            if (item->isHidden()) continue;
            ++seen;
            QFile file(item->data(Qt::UserRole).toString());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(QString::fromUtf8(file.readAll()).contains("density", Qt::CaseInsensitive));
        }
        QVERIFY(seen > 0 && seen < help.pages());
        QVERIFY(!help.list()->currentItem()->isHidden());
        QCOMPARE(help.page()->textCursor().selectedText().toLower(), QString("highest"));
        QVERIFY(!help.page()->extraSelections().isEmpty());
        // The next place of a word that is everywhere; at the end of a page the next page begins.
        help.search()->clear();
        QVERIFY(help.page()->extraSelections().isEmpty());
        QTest::keyClicks(help.search(), "regulus");
        const int first = help.page()->textCursor().position();
        QTest::keyClick(help.search(), Qt::Key_Return);
        QVERIFY(help.page()->textCursor().position() > first);
        const int page = help.list()->currentRow();
        for (int i = 0; i < 200 && help.list()->currentRow() == page; ++i)
            QTest::keyClick(help.search(), Qt::Key_Return);
        QVERIFY(help.list()->currentRow() != page);
        help.search()->setText("no page has this word xyzzy");
        for (int row = 0; row < help.pages(); ++row) QVERIFY(help.list()->item(row)->isHidden());
        QVERIFY(help.page()->extraSelections().isEmpty());
        const auto labels = help.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text() == "No page has these words.";
        }));
        help.search()->clear();
        QVERIFY(!help.list()->item(0)->isHidden());
    }

    void linksFollowTheTheme() {
        HelpWindow help;
        help.show();
        const auto colors = [&] {
            QSet<QRgb> all;
            for (QTextBlock block = help.page()->document()->begin(); block.isValid(); block = block.next())
                for (auto part = block.begin(); !part.atEnd(); ++part)
                    if (part.fragment().charFormat().isAnchor())
                        all << part.fragment().charFormat().foreground().color().rgb();
            return all;
        };
        const auto expected = [] {
            return QSet<QRgb>{Theme::current().palette().color(QPalette::Link).rgb()};
        };
        QCOMPARE(colors(), expected());
        for (const Appearance look : {Appearance::Dark, Appearance::Light}) {
            applyTheme(*qApp, look);
            QApplication::setPalette(Theme::current().palette());
            QTRY_COMPARE(colors(), expected());
        }
        applyTheme(*qApp, Appearance::Dark);
        help.list()->setCurrentRow(1);
        QTRY_COMPARE(colors(), expected());
        applyTheme(*qApp, Appearance::Light);
    }

    void tablesHaveNoFrames() {
        HelpWindow help;
        int tables = 0;
        for (int row = 0; row < help.pages(); ++row) {
            help.list()->setCurrentRow(row);
            for (QTextFrame* frame : help.page()->document()->rootFrame()->childFrames()) {
                auto* table = qobject_cast<QTextTable*>(frame);
                if (!table) continue;
                ++tables;
                QCOMPARE(table->format().border(), 0.0);
                QCOMPARE(table->format().cellSpacing(), 0.0);
                QVERIFY(table->cellAt(0, 0).format().toTableCellFormat().bottomBorder() > 0);
            }
        }
        QVERIFY(tables > 3);
        help.list()->setCurrentRow(5);
        QVERIFY(test::picture(help, QStringLiteral("help"), {860, 640}));
    }
};

QTEST_MAIN(TestHelpWindow)
#include "tst_help_window.moc"
