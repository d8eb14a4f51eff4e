#include "tests/architecture/source_types.h"

#include <QList>
#include <QRegularExpression>

#include "tests/architecture/source_includes.h"

namespace regulus::architecture {
namespace {

struct Scope {
    enum class Kind { Namespace, Unnamed, Other } kind = Kind::Other;
    QString name;
};

// What a brace opens, by the text since the last brace or semicolon.
Scope scope_of(const QString& head, QString& type) {
    static const QRegularExpression space(QStringLiteral(R"(\bnamespace(?:\s+([\w:]+))?\s*$)"));
    static const QRegularExpression definition(
        QStringLiteral(
            R"((?:^|>)\s*(?:struct|class|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[.*?\]\]\s*|alignas\(\w+\)\s*)*(\w+)\s*(?:final\s*)?(?::[^:(].*)?$)"),
        QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = space.match(head); match.hasMatch()) {
        const bool named = !match.captured(1).isEmpty();
        return {named ? Scope::Kind::Namespace : Scope::Kind::Unnamed, match.captured(1)};
    }
    if (const auto match = definition.match(head.trimmed()); match.hasMatch()) type = match.captured(1);
    return {};
}

}  // namespace

QStringList types_of(const QString& text) {
    QStringList found;
    QList<Scope> scopes;
    QString head;
    for (const QString& line : without_comments(text).split(QLatin1Char('\n'))) {
        if (line.trimmed().startsWith(QLatin1Char('#'))) continue;
        for (const QChar c : line + QLatin1Char('\n')) {
            if (c == QLatin1Char('{')) {
                QString type;
                const Scope opened = scope_of(head, type);
                QStringList path;
                bool seen = !type.isEmpty();
                for (const Scope& scope : scopes) {
                    seen = seen && scope.kind == Scope::Kind::Namespace;
                    path.append(scope.name);
                }
                if (seen) found.append((path << type).join(QStringLiteral("::")));
                scopes.append(opened);
            } else if (c == QLatin1Char('}') && !scopes.isEmpty()) {
                scopes.removeLast();
            }
            if (c == QLatin1Char('{') || c == QLatin1Char('}') || c == QLatin1Char(';'))
                head.clear();
            else
                head += c;
        }
    }
    return found;
}

}  // namespace regulus::architecture
