// How the genes of a table are named, to find the names among them that are no genes'. Only for the sources
// of core/io.
#pragma once

#include <span>
#include <string>

namespace regulus {

class GeneStyle {
  public:
    // Of names that are of genes but for a few.
    explicit GeneStyle(std::span<const std::string> names);

    bool known() const { return m_style != Style::Other; }
    // A name that is none of a gene where nearly all others are symbols of man, symbols of mouse or Ensembl
    // identifiers; false where the style is not known. Transgenes and spike-ins are no odd ones.
    bool odd(const std::string& name) const;

  private:
    enum class Style { Ensembl, Capitals, Title, Other };
    Style m_style = Style::Other;
};

}  // namespace regulus
