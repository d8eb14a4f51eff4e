// What views want to know again of how a person left them: their controls, their place on a map. Each keeps
// its own words under its own name; a session file holds them. Undoable where a view says what step it is.
//
// Thread: the GUI thread.
#pragma once

#include <QJsonObject>
#include <QString>

#include "ui/session/session_services.h"

namespace regulus {

class ViewMemory {
  public:
    explicit ViewMemory(SessionServices& services) : m_services(services) {}

    // Empty where nothing was kept since the dataset was opened. A view must bear any words: they may come
    // from a file that somebody else wrote.
    QJsonObject of(const QString& view) const { return m_words.value(view).toObject(); }
    // An undefined value is forgotten.
    void keep(const QString& view, const QString& key, const QJsonValue& value);
    // All words of a view in place of those before, as a step of undo; `merge`: one with the step before, as
    // while a number is being turned (MergeViews).
    void change(const QString& step, const QString& view, const QJsonObject& words, int merge = NoMerge);
    const QJsonObject& all() const { return m_words; }

  private:
    friend class Session;
    void reset(QJsonObject words = {}) { m_words = std::move(words); }  // the caller says what changed

    struct Words {
        QString view;
        QJsonObject words;
        bool operator==(const Words&) const = default;
    };
    void apply(const Words& words);

    SessionServices& m_services;
    QJsonObject m_words;
};

}  // namespace regulus
