// What keys and the mouse do, on one page.
#pragma once

#include <QDialog>
#include <utility>
#include <vector>

namespace regulus {

struct ShortcutSection {
    QString title;
    std::vector<std::pair<QString, QString>> rows;  // key or gesture, what it does
};

class ShortcutsDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit ShortcutsDialog(const std::vector<ShortcutSection>& sections, QWidget* parent = nullptr);
};

}  // namespace regulus
