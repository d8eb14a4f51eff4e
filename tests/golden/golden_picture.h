// Golden pictures: what every view shows in every state, light and dark, as files in tests/golden/pictures
// that a test compares with what it shows today.
//
// When a picture differs, the test says where; the new picture and one in which the places are framed lie in
// the folder golden/ of the build. Look at them. Where the new one is what is wanted, renew the files and
// look at each before it is committed:
//
//     REGULUS_GOLDEN=write ctest --preset release -R golden
//
// That writes those alone that differ. The pictures are made without a display, in the fonts of
// tests/golden/fonts.conf, and do not depend on the screen, the locale, the folders or the number of threads.
#pragma once

#include <QApplication>
#include <QString>
#include <QTest>
#include <QWidget>
#include <functional>

#include "ui/render/theme.h"

namespace regulus::test {

// Before the application object exists: no display, our own fonts, nothing of the desktop's.
void prepareGolden();
// Once it exists: the program's own style, a text cursor that does not blink.
void dressGolden();

// Where the pictures lie.
QString goldenFolder();

struct GoldenPicture {
    QString name;  // of the file, without the look and the suffix
    QSize size;
    // What dresses the widget in a look; the theme and the window's style sheet when left out.
    std::function<void(Appearance)> dress;
};

// Shows the widget in light and in dark, waits until it looks as the stored pictures do, and says what is
// different from them after ten seconds; empty: nothing is. Stores what differs, as soon as it stays the same
// for a while, where REGULUS_GOLDEN is "write".
QString goldenDifference(QWidget& widget, const GoldenPicture& picture);

}  // namespace regulus::test

#define GOLDEN(widget, ...)                                                             \
    do {                                                                                \
        const QString different = regulus::test::goldenDifference(widget, __VA_ARGS__); \
        if (!different.isEmpty()) QFAIL(qPrintable(different));                         \
    } while (false)

#define GOLDEN_MAIN(TestClass)                  \
    int main(int argc, char** argv) {           \
        regulus::test::prepareGolden();         \
        QApplication application(argc, argv);   \
        regulus::test::dressGolden();           \
        TestClass test;                         \
        return QTest::qExec(&test, argc, argv); \
    }
