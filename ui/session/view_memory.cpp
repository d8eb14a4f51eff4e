#include "ui/session/view_memory.h"

namespace regulus {

void ViewMemory::keep(const QString& view, const QString& key, const QJsonValue& value) {
    QJsonObject words = of(view);
    if (words.value(key) == value) return;
    words.insert(key, value);  // removes it where the value is undefined
    m_words.insert(view, words);
    m_services.notify(Change::ViewKept);
}

}  // namespace regulus
