//! Letters and signs that LaTeX writes by name.

/// A Greek letter.
pub(crate) fn greek(c: char) -> Option<String> {
    const SMALL: &str = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi \
                         omicron pi rho varsigma sigma tau upsilon phi chi psi omega";
    const LARGE: [(char, &str); 10] = [
        ('Γ', "Gamma"),
        ('Δ', "Delta"),
        ('Θ', "Theta"),
        ('Λ', "Lambda"),
        ('Ξ', "Xi"),
        ('Π', "Pi"),
        ('Σ', "Sigma"),
        ('Φ', "Phi"),
        ('Ψ', "Psi"),
        ('Ω', "Omega"),
    ];
    let nth = (c as usize).checked_sub('α' as usize)?;
    let small = SMALL.split(' ').nth(nth);
    let large = LARGE.iter().find(|(letter, _)| *letter == c);
    let found = if c < 'α' {
        large.map(|(_, name)| *name)
    } else {
        small
    };
    let found = found.filter(|name| *name != "omicron")?;
    Some(format!("\\{found}"))
}

/// What is written in math mode only.
pub(crate) fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '\\' => "\\backslash",
        '^' => "\\wedge",
        '~' => "\\sim",
        '−' => "-",
        '×' => "\\times",
        '·' => "\\cdot",
        '÷' => "/",
        '<' => "<",
        '>' => ">",
        '|' => "|",
        '²' => "{}^{2}",
        '′' => "'",
        '→' => "\\to",
        '∂' => "\\partial",
        '√' => "\\surd",
        '…' => "\\ldots",
        '∞' => "\\infty",
        _ => return None,
    })
}
