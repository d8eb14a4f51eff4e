#include "ui/session/view_memory.h"

namespace regulus {

void ViewMemory::keep(const QString& view, const QString& key, const QJsonValue& value) {
    QJsonObject words = of(view);
    if (words.value(key) == value) return;
    words.insert(key, value);  // removes it where the value is undefined
    m_words.insert(view, words);
    m_services.notify(Change::ViewKept);
}

void ViewMemory::change(const QString& step, const QString& view, const QJsonObject& words, int merge) {
    m_services.history().push<Words>(
        step, {view, of(view)}, {view, words}, [this](const Words& asked) { apply(asked); }, merge);
}

void ViewMemory::apply(const Words& words) {
    if (words.words.isEmpty())
        m_words.remove(words.view);
    else
        m_words.insert(words.view, words.words);
    m_services.notify(Change::ViewKept);
}

}  // namespace regulus
