// What a window says, by the place where it says it: labels, buttons, fields, tables. Two windows that show
// the same session say the same.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QToolBar>
#include <QToolButton>
#include <QWidget>
#include <map>

#include "tests/app/window/control_finder.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/seen.h"

namespace regulus::test {

class WindowWords {
  public:
    explicit WindowWords(QWidget* window) {
        for (QWidget* widget : window->findChildren<QWidget*>())
            if (isSeen(*partOf(widget)) && widget->isVisible() && widget->window() == window &&
                !passes(widget))
                add(widget);
    }

    // "place: these words, those words" of each place where the two differ.
    QStringList differences(const WindowWords& other) const {
        QStringList found;
        for (const auto& [place, words] : m_words) {
            const auto there = other.m_words.find(place);
            if (there == other.m_words.end())
                found << QStringLiteral("%1: '%2', the other has no such place").arg(place, words.left(200));
            else if (there->second != words && words != anything && there->second != anything)
                found << differing(place, words, there->second);
        }
        for (const auto& [place, words] : other.m_words)
            if (!m_words.contains(place))
                found << QStringLiteral("%1: no such place, the other has '%2'").arg(place, words.left(200));
        return found;
    }

  private:
    inline static const QString anything = QStringLiteral("anything");

    // What is scrolled out of sight says something as well.
    static const QWidget* partOf(const QWidget* widget) {
        for (const QWidget* at = widget; at != nullptr; at = at->parentWidget())
            if (qobject_cast<const QDockWidget*>(at)) return at;
        return widget;
    }

    // A session that is opened has no steps to undo; what was said of one gesture is gone, what was searched
    // for is not kept; notes are closed again; the tools are those that there is room for; and a field's
    // button to clear it fades.
    static bool passes(const QWidget* widget) {
        const QString place = ControlFinder::nameOf(widget);
        for (const char* part : {"HistoryView", "ErrorPresenter", "Tour", "RegulonsBox", "GenesBox",
                                 "TrainingView", "EvidenceView", "NotesLine", "GrowingTable/QToolButton",
                                 "QToolBarExtension", "QLineEditIconButton"})
            if (place.contains(QLatin1String(part))) return true;
        if (qobject_cast<const QToolBar*>(widget->parentWidget()) && qobject_cast<const QToolButton*>(widget))
            return true;
        return false;
    }

    static QString differing(const QString& place, const QString& one, const QString& other) {
        const QStringList these = one.split('\n'), those = other.split('\n');
        qsizetype at = 0;
        while (at < these.size() && at < those.size() && these[at] == those[at]) ++at;
        return QStringLiteral("%1: '%2', the other '%3'")
            .arg(place, these.value(at, QStringLiteral("end")), those.value(at, QStringLiteral("end")));
    }

    void add(const QWidget* widget) {
        QString words;
        QString place = ControlFinder::nameOf(widget);
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            words = label->text();
        else if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            words = QStringLiteral("%1%2%3").arg(button->text(),
                                                 button->isCheckable() && button->isChecked() ? " on" : "",
                                                 button->isEnabled() ? "" : " disabled");
        else if (const auto* combo = qobject_cast<const QComboBox*>(widget))
            words = combo->currentText();
        else if (const auto* names = qobject_cast<const NameField*>(widget);
                 names && !names->unknown().isEmpty())
            words = anything;  // what names nothing can be corrected, and is not kept
        else if (const auto* line = qobject_cast<const QLineEdit*>(widget))
            words = line->text();
        else if (const auto* view = qobject_cast<const QAbstractItemView*>(widget))
            words = contents(*view);
        else
            return;
        if (const int before = m_seen[place]++) place += QStringLiteral(" (%1)").arg(before + 1);
        m_words[place] = words;
    }

    static QString contents(const QAbstractItemView& view) {
        const QAbstractItemModel* model = view.model();
        if (!model) return {};
        QStringList rows;
        addRows(*model, view.rootIndex(), rows);
        rows.sort();  // the order is a person's
        return rows.join('\n');
    }
    static void addRows(const QAbstractItemModel& model, const QModelIndex& under, QStringList& rows) {
        for (int row = 0; row < model.rowCount(under) && rows.size() < 3000; ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(under); ++column)
                cells << model.index(row, column, under).data().toString();
            rows << cells.join(QStringLiteral(" | "));
            addRows(model, model.index(row, 0, under), rows);
        }
    }

    std::map<QString, QString> m_words;
    std::map<QString, int> m_seen;
};

}  // namespace regulus::test
