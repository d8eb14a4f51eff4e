// Mouse and keys of a person, for a window on an X display of its own: what xdotool moves and presses goes
// through the server as it does at a desk.
#pragma once

#include <QEventLoop>
#include <QPolygon>
#include <QProcess>
#include <QStringList>
#include <QTest>

namespace regulus::test {

class Hand {
  public:
    static bool isThere() {
        return !qEnvironmentVariable("DISPLAY").isEmpty() &&
               QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("version")}) == 0;
    }

    // All places are those of the screen.
    void move(const QPoint& to) { act(place("mousemove", to)); }
    void click(const QPoint& at) {
        act(place("mousemove", at) << "sleep"
                                   << ".05"
                                   << "click"
                                   << "1");
    }
    void drag(const QPolygon& way) {
        QStringList words = place("mousemove", way.first()) << "sleep"
                                                            << ".05"
                                                            << "mousedown"
                                                            << "1";
        for (const QPoint& at : way)
            words << place("mousemove", at) << "sleep"
                  << ".01";
        act(words << "mouseup"
                  << "1");
    }
    void key(const QString& name) { act({QStringLiteral("key"), name}); }
    void type(const QString& text) { act({"type", "--delay", "15", text}); }
    // Opens a question that has a loop of its own until it is answered (a file dialog), and answers it.
    void keyThenFile(const QString& name, const QString& path) {
        act({"key", name, "sleep", "1.5", "key", "ctrl+a", "type", "--args", "1", "--delay", "10", path,
             "sleep", ".2", "key", "Return"});
    }

  private:
    static QStringList place(const char* word, const QPoint& at) {
        return {QString::fromLatin1(word), QString::number(at.x()), QString::number(at.y())};
    }

    // While the program works on what is done to it.
    static void act(const QStringList& words) {
        QProcess tool;
        QEventLoop until;
        QObject::connect(&tool, &QProcess::finished, &until, &QEventLoop::quit);
        tool.start(QStringLiteral("xdotool"), words);
        if (tool.waitForStarted()) until.exec();
        QTest::qWait(60);
    }
};

}  // namespace regulus::test
