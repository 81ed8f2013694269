package main

import (
	"fmt"
	"io"
	"strings"
)

// zshCompletion prints a script for zsh.
func zshCompletion(w io.Writer, cs []completedCommand) {
	fmt.Fprint(w, "#compdef kvdoctor\n")
	fmt.Fprintf(w, generated, "zsh")
	fmt.Fprint(w, "_kvdoctor() {\n    local -a commands\n    commands=(\n")
	for _, c := range cs {
		fmt.Fprintf(w, "        %s\n", quoted(c.name+":"+c.short, posixQuote))
	}
	fmt.Fprint(w, `    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
`)
	for _, c := range cs {
		fmt.Fprintf(w, "    %s)\n        _arguments -s", c.name)
		for _, f := range c.flags {
			for _, spelled := range f.spelled() {
				fmt.Fprintf(w, " \\\n            %s", quoted(zshFlag(f, spelled), posixQuote))
			}
		}
		if c.files {
			fmt.Fprintf(w, " \\\n            '*:file:_files'")
		} else if c.words != nil {
			fmt.Fprintf(w, " \\\n            '*:argument:(%s)'", strings.Join(c.words, " "))
		}
		fmt.Fprint(w, "\n        ;;\n")
	}
	fmt.Fprint(w, "    esac\n}\nif [[ $funcstack[1] = _kvdoctor ]]; then\n    _kvdoctor \"$@\"\nelse\n    compdef _kvdoctor kvdoctor\nfi\n")
}

// zshFlag describes a flag to _arguments. Every flag may be given again.
func zshFlag(f completedFlag, spelled string) string {
	escape := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, ":", `\:`).Replace
	says := "*" + spelled
	if f.takes != "" && strings.HasPrefix(spelled, "--") {
		says += "="
	}
	says += "[" + escape(f.usage) + "]"
	switch {
	case f.takes == "":
	case f.files:
		says += ":file:_files"
	case f.values != nil:
		says += ":" + escape(f.takes) + ":(" + strings.Join(f.values, " ") + ")"
	default:
		says += ":" + escape(f.takes) + ": "
	}
	return says
}

// fishCompletion prints a script for fish.
func fishCompletion(w io.Writer, cs []completedCommand) {
	fmt.Fprintf(w, generated, "fish")
	line := func(command, rest string) {
		condition := "__fish_use_subcommand"
		if command != "" {
			condition = "__fish_seen_subcommand_from " + command
		}
		fmt.Fprintf(w, "complete -c kvdoctor -n '%s' %s\n", condition, rest)
	}
	for _, c := range cs {
		line("", "-f -a "+c.name+" -d "+fishText(c.short))
	}
	for _, c := range cs {
		for _, f := range c.flags {
			says := "-l " + f.name
			if f.short != "" {
				says += " -s " + f.short
			}
			switch {
			case f.files:
				says += " -r -F"
			case f.values != nil:
				says += " -x -a '" + strings.Join(f.values, " ") + "'"
			case f.takes != "":
				says += " -x"
			}
			line(c.name, says+" -d "+fishText(f.usage))
		}
		switch {
		case c.words != nil:
			line(c.name, "-f -a '"+strings.Join(c.words, " ")+"'")
		case !c.files:
			line(c.name, "-f")
		}
	}
}

// fishText quotes a text for fish.
func fishText(s string) string { return quoted(strings.ReplaceAll(s, `\`, `\\`), fishQuote) }

// powershellTail is what stands behind the words in the script for PowerShell.
const powershellTail = `    }
    $given = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
    $offer = {
        param($text, $says)
        if ($text -like "$([WildcardPattern]::Escape($word))*") {
            [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $says)
        }
    }
    if ($given.Count -le 1) {
        foreach ($name in $commands.Keys) { & $offer $name $commands[$name].Says }
        return
    }
    $command = $commands[$given[1]]
    if (-not $command) { return }
    $flag = $command.Flags[$given[-1]]
    if ($flag -and $flag.Takes) {
        foreach ($value in $flag.Values) { & $offer $value $flag.Says }
    } elseif ($word -like '--*=*') {
        $name, $start = $word -split '=', 2
        foreach ($value in $command.Flags[$name].Values) { & $offer "$name=$value" $command.Flags[$name].Says }
    } elseif ($word -like '-*') {
        foreach ($name in $command.Flags.Keys) { & $offer $name $command.Flags[$name].Says }
    } else {
        foreach ($value in $command.Words) { & $offer $value $value }
    }
}
`

// powershellCompletion prints a script for Windows PowerShell 5.1 and newer.
func powershellCompletion(w io.Writer, cs []completedCommand) {
	list := func(words []string) string {
		var out []string
		for _, word := range words {
			out = append(out, quoted(word, powershellQuote))
		}
		return "@(" + strings.Join(out, ", ") + ")"
	}
	fmt.Fprintf(w, generated, "powershell")
	fmt.Fprint(w, `Register-ArgumentCompleter -Native -CommandName kvdoctor, kvdoctor.exe -ScriptBlock {
    param($word, $line, $position)
    $commands = [ordered]@{
`)
	for _, c := range cs {
		fmt.Fprintf(w, "        %s = @{ Says = %s; Words = %s; Flags = [ordered]@{\n", quoted(c.name, powershellQuote), quoted(c.short, powershellQuote), list(c.words))
		for _, f := range c.flags {
			for _, spelled := range f.spelled() {
				fmt.Fprintf(w, "            %s = @{ Says = %s; Takes = $%t; Values = %s }\n", quoted(spelled, powershellQuote),
					quoted(f.usage, powershellQuote), f.takes != "", list(f.values))
			}
		}
		fmt.Fprint(w, "        } }\n")
	}
	fmt.Fprint(w, powershellTail)
}
