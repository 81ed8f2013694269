package collect

import (
	"strings"
	"unicode"
)

// westLetter knows the letters of Western Europe that are not ASCII.
func westLetter(r rune) bool {
	return strings.ContainsRune("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝœŒ", r)
}

// eastLetter knows the letters of Central Europe that are not ASCII.
func eastLetter(r rune) bool {
	return strings.ContainsRune("áâăäąćčçďđéëęěíîľĺłńňóôöőŕřśšşťţúüůűýźżžßÁÂĂÄĄĆČÇĎĐÉËĘĚÍÎĽĹŁŃŇÓÔÖŐŔŘŚŠŞŤŢÚÜŮŰÝŹŻŽ", r)
}

// cyrillic knows the letters of Russian.
func cyrillic(r rune) bool {
	return r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я' || r == 'ё' || r == 'Ё'
}

// eastAsian knows the characters of Chinese, Japanese and Korean, but for the half-width ones.
func eastAsian(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && r < 0xFF00 || r == 'ー'
}

// Words of nslookup, ipconfig and ping in the languages of Windows, in lower case. Each has a letter that is not ASCII.
var (
	westWords = []string{
		"réponse", "autorité", "délai", "spécifique", "par défaut", "préféré", "passerelle par d", "requête", "activé",
		"dirección", "máscara", "conexión", "físic", "específico", "búsqueda", "vínculo", "agotado",
		"não é resposta", "endereço", "máscara", "padrão", "físico", "conexão", "específico", "vínculo",
		"primäres", "geschätzt", "verfügbar", "überschritten", "gültig", "läuft ab", "für", "zeitüberschreitung",
		"begärd", "inte auktoritär", "anslutningsspecifikt", "nätmask", "ikke-autoritativt", "forespørgsel",
	}
	eastWords = []string{
		"odpowiedź", "domyślna", "połączenia", "łącza", "odpověď", "výchozí", "připojení", "neautorizovaná",
		"nem mérvadó válasz", "kiszolgáló", "cím", "átjáró", "maszk", "neautoritatívna odpoveď",
	}
	cyrillicWords    = []string{"сервер", "адрес", "имя", "шлюз", "маска", "ответ", "заслуживающий", "подключения", "не удается"}
	japaneseWords    = []string{"サーバー", "名前", "アドレス", "権限のない回答", "ゲートウェイ", "サブネット", "要求", "見つかりません"}
	simplifiedWords  = []string{"服务器", "非权威应答", "名称", "地址", "默认网关", "子网掩码", "后缀", "找不到", "请求"}
	koreanWords      = []string{"서버", "이름", "권한 없는 응답", "주소", "게이트웨이", "서브넷", "접미사"}
	traditionalWords = []string{"伺服器", "名稱", "未經授權的回答", "位址", "閘道", "子網路遮罩", "尾碼", "要求"}
)
