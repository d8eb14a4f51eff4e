#include "tests/architecture/source_includes.h"

#include <QRegularExpression>
#include <QStringList>

namespace regulus::architecture {
namespace {

// The text with comments and the insides of literals blanked, line breaks kept. An include's own quotes are
// outside of both, so a line that starts with # is copied as it is up to a comment.
class Blanker {
  public:
    explicit Blanker(const QString& text) : m_text(text) {}

    QString run() {
        while (m_at < m_text.size()) step();
        return m_out;
    }

  private:
    bool sees(const char* what) const {
        return QStringView(m_text).mid(m_at).startsWith(QLatin1String(what));
    }

    void step() {
        if (sees("//")) return skipTo(QStringLiteral("\n"), false);
        if (sees("/*")) return skipTo(QStringLiteral("*/"), true);
        if (sees("R\"") && !m_directive) return skipRaw();
        const QChar c = m_text[m_at];
        if (c == QLatin1Char('"') && !m_directive) return skipLiteral();
        const bool in_number = m_at > 0 && m_text[m_at - 1].isLetterOrNumber();  // 30'000
        if (c == QLatin1Char('\'') && !m_directive && !in_number) return skipLiteral();
        if (c == QLatin1Char('#') && m_line_empty) m_directive = true;
        if (!c.isSpace()) m_line_empty = false;
        const bool continued = c == QLatin1Char('\n') && m_at > 0 && m_text[m_at - 1] == QLatin1Char('\\');
        if (c == QLatin1Char('\n') && !continued) {
            m_directive = false;
            m_line_empty = true;
        }
        m_out += c;
        ++m_at;
    }

    void skip(qsizetype end) {
        for (; m_at < end; ++m_at) {
            if (m_text[m_at] == QLatin1Char('\n')) m_out += QLatin1Char('\n');
        }
        m_out += QLatin1Char(' ');
    }
    void skipTo(const QString& end, bool inclusive) {
        const qsizetype found = m_text.indexOf(end, m_at + 2);
        skip(found < 0 ? m_text.size() : found + (inclusive ? end.size() : 0));
    }
    void skipRaw() {
        const qsizetype open = m_text.indexOf(QLatin1Char('('), m_at);
        if (open < 0) return skip(m_text.size());
        const QString end = QLatin1Char(')') + m_text.mid(m_at + 2, open - m_at - 2) + QLatin1Char('"');
        const qsizetype close = m_text.indexOf(end, open);
        skip(close < 0 ? m_text.size() : close + end.size());
    }
    void skipLiteral() {
        const QChar quote = m_text[m_at];
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote && m_text[end] != QLatin1Char('\n'))
            end += m_text[end] == QLatin1Char('\\') ? 2 : 1;
        skip(std::min(end + 1, m_text.size()));
    }

    const QString& m_text;
    QString m_out;
    qsizetype m_at = 0;
    bool m_directive = false, m_line_empty = true;
};

}  // namespace

QString without_comments(const QString& text) {
    return Blanker(text).run();
}

QList<Include> includes_of(const QString& text) {
    static const QRegularExpression directive(
        QStringLiteral(R"(^\s*(?:#|%:|\?\?=)\s*(?:include|include_next|import)\b\s*(.*?)\s*$)"));
    static const QRegularExpression named(QStringLiteral(R"re(^(?:"([^"]*)"|<([^>]*)>))re"));
    QList<Include> found;
    const QStringList lines = without_comments(text).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString line = lines[i];
        for (qsizetype next = i + 1; line.endsWith(QLatin1Char('\\')) && next < lines.size(); ++next)
            line = line.chopped(1) + lines[next];
        const auto match = directive.match(line);
        if (!match.hasMatch()) continue;
        const int number = static_cast<int>(i) + 1;
        const auto name = named.match(match.captured(1));
        if (!name.hasMatch()) {
            found.append({match.captured(1), number, Include::Form::Computed});
        } else if (name.capturedStart(1) >= 0) {
            found.append({name.captured(1), number, Include::Form::Quoted});
        } else {
            found.append({name.captured(2), number, Include::Form::Bracketed});
        }
    }
    return found;
}

}  // namespace regulus::architecture
